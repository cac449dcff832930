"""A front end without a browser: it speaks the messages that JupyterLab sends to a kernel."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape

from jupyter_client.manager import KernelManager
from runner import ROOT, own_sockets

VIEW = "application/vnd.jupyter.widget-view+json"


@dataclass
class FrontEnd:
    """A kernel, and the widget models that it has told about.

    `models` maps the id of each widget to its state, kept up to date by the kernel's `messages`.
    """

    models: dict[str, dict] = field(default_factory=dict)
    messages: list[dict] = field(default_factory=list)  # to widgets

    def __post_init__(self):
        self.manager = KernelManager(kernel_name="python3", config=own_sockets())
        self.manager.start_kernel(cwd=str(ROOT))
        self.client = self.manager.blocking_client()
        self.client.start_channels()
        try:
            self.client.wait_for_ready(timeout=60)
        except RuntimeError:
            self.close()
            raise

    def close(self) -> None:
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)

    def run(self, code: str) -> list[dict]:
        """Run a cell and return its outputs; streams and errors are among them."""
        return self._until_idle(self.client.execute(code))

    def show(self, code: str) -> Explorer:
        """Run a cell that ends in an explorer."""
        outputs = self.run(code)
        (result,) = outputs
        return Explorer(self, result["data"][VIEW]["model_id"], result["data"])

    def set(self, model: str, **state: object) -> list[dict]:
        """Change a widget as a slider does, wait for the kernel, and return outputs (there should be none)."""
        data = {"method": "update", "state": state, "buffer_paths": []}
        message = self.client.session.msg("comm_msg", {"comm_id": model, "data": data})
        self.client.shell_channel.send(message)
        self.models[model] |= state
        return self._until_idle(message["header"]["msg_id"])

    def _until_idle(self, parent: str) -> list[dict]:
        outputs = []
        while True:
            message = self.client.get_iopub_msg(timeout=60)
            kind, content = message["msg_type"], message["content"]
            if kind == "comm_open":
                self.models[content["comm_id"]] = content["data"]["state"]
            elif kind == "comm_msg":
                self.messages.append(content)
                if content["data"].get("method") == "update":
                    self.models[content["comm_id"]] |= content["data"]["state"]
            elif message["parent_header"].get("msg_id") != parent:
                continue
            elif kind == "stream" and outputs and outputs[-1].get("name") == content["name"]:
                outputs[-1]["text"] += content["text"]  # as JupyterLab shows it: a kernel may send it in pieces
            elif kind in ("stream", "error", "display_data", "execute_result"):
                outputs.append(content)
            elif kind == "status" and content["execution_state"] == "idle":
                return outputs


@dataclass
class Explorer:
    """An explorer as the front end sees it."""

    front: FrontEnd
    root: str
    data: dict

    def find(self, kind: str) -> list[str]:
        """Return the ids of all widgets of a kind in the explorer, such as "SelectionSlider", in order."""
        return [model for model in self._walk(self.root) if self.front.models[model]["_model_name"] == f"{kind}Model"]

    def _walk(self, model: str):
        yield model
        for child in self.front.models[model].get("children", []):
            yield from self._walk(child.removeprefix("IPY_MODEL_"))

    def state(self, model: str) -> dict:
        return self.front.models[model]

    def linked(self, source: str) -> list[tuple[str, str]]:
        """Return what the browser sets to the index of `source` when that moves: (model, trait)."""
        links = [state for state in self.front.models.values() if state.get("_model_name") == "LinkModel"]
        target = [link["target"] for link in links if link["source"] == [f"IPY_MODEL_{source}", "index"]]
        return [(model.removeprefix("IPY_MODEL_"), trait) for model, trait in target]

    def turn(self, source: str, index: int) -> None:
        """Move a slider: the browser does what the links say, without the kernel."""
        self.front.models[source]["index"] = index
        for model, trait in self.linked(source):
            self.front.models[model][trait] = index

    def page(self) -> str:
        """Return the HTML of the page that explorer.js turns to: the places of the sliders are its number."""
        number = 0
        for slider in map(self.state, self.find("SelectionSlider")):
            number = number * len(slider["_options_labels"]) + slider["index"]
        (book,) = self.find("HTML")
        return re.split(r"<div(?: class=explorer-seen)?>", self.state(book)["value"])[1 + number]

    def alert(self) -> str | None:
        """Return the sentence of a problem; None if there is a picture."""
        found = re.search(r'<p role="alert">(.*?)</p>', self.page())
        return unescape(found[1]) if found else None
