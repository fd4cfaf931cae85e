"""Where the demo is served: what cannot be is said in one sentence, before anything is made."""

import socket

import pytest
from django.core.management import CommandError, call_command


@pytest.fixture
def _as_demo(settings):
    settings.DEMO = True


@pytest.mark.parametrize("port", [0, -1, 65_536, 99_999])
@pytest.mark.usefixtures("_as_demo")
def test_what_is_no_port_is_refused(port):
    with pytest.raises(CommandError) as refused:
        call_command("demo", host="127.0.0.1", port=port)
    assert str(refused.value) == (
        f"{port} is no port: choose one from 1 to 65535, as in make demo PORT=8001"
    )


@pytest.mark.usefixtures("_as_demo")
def test_a_host_that_is_not_here_is_refused():
    with pytest.raises(CommandError) as refused:
        call_command("demo", host="there-is-none.invalid", port=8001)
    assert str(refused.value) == (
        "there-is-none.invalid is no address of this machine: leave HOST out, or name one that is"
    )


@pytest.mark.usefixtures("_as_demo")
def test_a_port_in_use_is_refused_with_the_next_one():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CommandError) as refused:
            call_command("demo", host="127.0.0.1", port=port)
    assert str(refused.value) == (
        f"127.0.0.1:{port} cannot be used (address already in use); "
        f"choose another port: make demo PORT={port + 1}"
    )
