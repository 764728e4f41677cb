from chassis.migrate import run_env
from gateway.store.tables import METADATA

run_env(METADATA)
