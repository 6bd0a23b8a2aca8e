"""Open ONNX graphs with onnxruntime, so that each run takes one thread and reports to nobody."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onnxruntime import InferenceSession


def open_session(graph: bytes | Path) -> "InferenceSession":
    """Return a session on the processor that uses one thread; texts are run side by side."""
    import onnxruntime  # slow, and with telemetry unless ``rag`` was imported before

    # Second to the environment variable that ``rag`` sets: that one holds only if nobody has
    # imported onnxruntime before.
    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3  # remarks on the graph help nobody here
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
