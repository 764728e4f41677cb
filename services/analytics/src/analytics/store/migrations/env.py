from analytics.store.tables import METADATA
from chassis.migrate import run_env

run_env(METADATA)
