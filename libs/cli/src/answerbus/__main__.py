from answerbus.main import app

app()
