from sqlmodel import SQLModel

from chassis.migrate import run_env

run_env(SQLModel.metadata)
