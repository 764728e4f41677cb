from chassis.migrate import run_env
from retrieval.store.tables import METADATA

run_env(METADATA)
