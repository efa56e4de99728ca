"""aiogram's dispatcher with nothing on the way that nobody here asks for."""

from collections.abc import Callable

from aiogram import Dispatcher, Router


def listening(attend: Callable[[Router], None]) -> Dispatcher:
    """A dispatcher whose own handlers are those that `attend` registers.

    aiogram walks through each router and each middleware for every update. So there is no router
    below this one, no conversation storage, and none of the two middlewares a dispatcher has from
    the start: one names user and chat to filters, one calls error handlers. There are neither
    here; what a handler raises comes out of `feed_update` as it was.
    """
    dispatcher = Dispatcher(disable_fsm=True)
    middlewares = dispatcher.update.outer_middleware
    for one in tuple(middlewares):
        middlewares.unregister(one)
    attend(dispatcher)
    return dispatcher
