from chassis.serve import serve
from conversation.app import build
from conversation.settings import Settings

settings = Settings.load()
service = build(settings)
serve(service, service.http())
