from chassis.migrate import run_env
from ticketing.store.tables import METADATA

run_env(METADATA)
