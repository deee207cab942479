"""A visitor without a browser: Streamlit's own messages over its websocket, timed to the last answer.

What is measured is the server alone: reading, asking, drawing, sending. Browsers are in `redraw.py`.
"""

from __future__ import annotations

import http.client
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

CHOICES = ("slider", "selectbox", "multiselect", "button_group")
"""Kinds of widgets that choose, in the order in which `choice` prefers them."""


class BrokenAnswerError(RuntimeError):
    """The page answered with an exception, or not to its end."""


@dataclass
class Visitor:
    """One session. `url` is where the dashboard answers, `page` an address below it (`claim`)."""

    url: str
    page: str = ""
    query: dict[str, str] = field(default_factory=dict)
    source: str = "127.0.0.1"
    page_hash: str = ""
    widgets: dict[str, tuple[str, Any]] = field(default_factory=dict)
    values: dict[str, tuple[str, Any]] = field(default_factory=dict)
    held: set[str] = field(default_factory=set)
    received_bytes: int = 0
    elements: int = 0
    _socket: ClientConnection | None = None

    async def open(self) -> float:
        """Connect and see the page; seconds from asking to the last answer."""
        before = time.perf_counter()
        where = urlsplit(self.url)
        self._socket = await connect(
            f"ws://{where.netloc}/_stcore/stream", subprotocols=[Subprotocol("streamlit")],
            origin=Origin(f"http://{where.netloc}"),
            max_size=None, compression=None, local_addr=(self.source, 0), open_timeout=60, ping_interval=None,
            additional_headers=self._cookie(),
        )  # fmt: skip
        await self.ask()
        return time.perf_counter() - before

    async def close(self) -> None:
        """Leave, as a closed tab does."""
        if self._socket:
            await self._socket.close()

    async def ask(self, changed: dict[str, tuple[str, Any]] | None = None) -> float:
        """Run the page with changed widgets ({id: (value type, value)}); seconds to the last answer."""
        self.values |= changed or {}
        assert self._socket is not None
        before = time.perf_counter()
        await self._socket.send(self._message().SerializeToString())
        self.elements = self.received_bytes = 0
        while True:
            data = await self._socket.recv()
            assert isinstance(data, bytes)
            self.received_bytes += len(data)
            if self._read(ForwardMsg.FromString(data)):
                return time.perf_counter() - before

    def choice(self) -> tuple[str, list[tuple[str, Any]]] | None:
        """A widget of the page that chooses: its id and the values it can be given."""
        own = {name: one for name, one in self.widgets.items() if "-pick-" in name or "-choice-" in name}
        for kind in CHOICES:
            for name, (found, element) in (own or self.widgets).items():
                if found == kind and "lang" not in name and (values := _values(kind, element)):
                    return name, values
        return None

    def language(self) -> tuple[str, list[tuple[str, Any]]] | None:
        """The switch between languages, which redraws any page."""
        for name, (kind, element) in self.widgets.items():
            if kind == "button_group" and "lang" in name:
                return name, _values(kind, element)
        return None

    def _message(self) -> BackMsg:
        message = BackMsg()
        state = message.rerun_script
        state.query_string = urlencode(self.query)
        state.page_script_hash = self.page_hash
        state.page_name = "" if self.page_hash else self.page
        state.cached_message_hashes.extend(self.held)
        state.context_info.url = f"{self.url}/{self.page}"
        state.context_info.timezone = "UTC"
        state.context_info.locale = "en"
        for name, (kind, value) in self.values.items():
            widget = state.widget_states.widgets.add(id=name)
            if kind.endswith("array_value"):
                getattr(widget, kind).data.extend(value)
            else:
                setattr(widget, kind, value)
        return message

    def _read(self, message: ForwardMsg) -> bool:
        """Keep what a browser would keep; whether this was the last message of the run."""
        kind = message.WhichOneof("type")
        if message.metadata.cacheable:
            self.held.add(message.hash)
        if kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self._keep_element(message.delta.new_element)
        elif kind == "new_session":
            self.page_hash = message.new_session.page_script_hash
            self.widgets = {}
        elif kind == "page_info_changed":
            text = message.page_info_changed.query_string
            self.query = dict(part.split("=", 1) for part in text.split("&") if "=" in part)
        elif kind == "navigation":
            self.page_hash = message.navigation.page_script_hash
        elif kind == "script_finished":
            finished = ForwardMsg.ScriptFinishedStatus.Name(message.script_finished)
            if finished not in ("FINISHED_SUCCESSFULLY", "FINISHED_EARLY_FOR_RERUN"):
                raise BrokenAnswerError(f"/{self.page}: {finished}")
            return finished == "FINISHED_SUCCESSFULLY"
        return False

    def _keep_element(self, element: Any) -> None:
        kind = element.WhichOneof("type")
        self.elements += 1
        if kind == "exception":
            raise BrokenAnswerError(f"/{self.page}: {element.exception.type}: {element.exception.message}")
        if kind in CHOICES:
            widget = getattr(element, kind)
            self.widgets[widget.id] = (kind, widget)

    def _cookie(self) -> dict[str, str]:
        """The cookies that the page sets, so that a proxy keeps the visitor where it sent it."""
        where = urlsplit(self.url)
        connection = http.client.HTTPConnection(where.netloc, timeout=30, source_address=(self.source, 0))
        connection.request("GET", f"/{self.page}")
        answer = connection.getresponse()
        cookies = [value.split(";")[0] for name, value in answer.getheaders() if name.lower() == "set-cookie"]
        connection.close()
        return {"Cookie": "; ".join(cookies)} if cookies else {}


def _values(kind: str, element: Any) -> list[tuple[str, Any]]:
    if kind == "slider":
        low, high = list(element.default)[:1], list(element.default)[1:]
        steps = [step for step in range(1, 5) if element.min + step < element.max]
        return [("double_array_value", [*(element.min + step for _ in low), *high]) for step in steps]
    if kind == "selectbox":
        return [("string_value", option) for option in list(element.options)[:8]]
    if kind == "multiselect":
        return [("string_array_value", [option]) for option in list(element.options)[:8]]
    return [("string_array_value", [option.content]) for option in element.options]
