"""A front end without a browser: it speaks the messages that JupyterLab sends to a kernel."""

from __future__ import annotations

from jupyter_client.manager import KernelManager
from runner import ROOT, own_sockets


class FrontEnd:
    """A kernel in which cells are run."""

    def __init__(self):
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

    def _until_idle(self, parent: str) -> list[dict]:
        outputs = []
        while True:
            message = self.client.get_iopub_msg(timeout=60)
            kind, content = message["msg_type"], message["content"]
            if message["parent_header"].get("msg_id") != parent:
                continue
            elif kind == "stream" and outputs and outputs[-1].get("name") == content["name"]:
                outputs[-1]["text"] += content["text"]  # as JupyterLab shows it: a kernel may send it in pieces
            elif kind in ("stream", "error", "display_data", "execute_result"):
                outputs.append(content)
            elif kind == "status" and content["execution_state"] == "idle":
                return outputs
