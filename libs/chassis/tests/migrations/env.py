from chassis.migrate import run_env
from chassis.tables import METADATA

run_env(METADATA)
