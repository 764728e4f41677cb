"""Why a part cannot be started; each message is a sentence for whoever typed the command."""


class StartFailed(Exception):
    """A part could not be started; whoever watches it tries again."""


class NotHere(StartFailed):
    """Something that a part needs is not on this machine; the docstring is the message."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)
