"""A front end without a browser: it speaks the messages that JupyterLab sends to a kernel."""

from __future__ import annotations

from dataclasses import dataclass, field

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
