"""Open and shrink ONNX graphs with onnxruntime, which reports to nobody and takes one thread.

The one place that imports it: its makers' telemetry is switched off here.
"""

import logging
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from onnxruntime import InferenceSession


def open_session(graph: bytes | Path) -> "InferenceSession":
    """Return a session on the processor that uses one thread; texts are run side by side."""
    onnxruntime = _onnxruntime()
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3  # remarks on the graph help nobody here
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def quantise(exact: Path, small: Path) -> None:
    """Write a graph with 8-bit weights beside nothing but its own work files."""
    _onnxruntime()
    from onnxruntime.quantization import QuantType, quantize_dynamic

    logger = logging.getLogger()  # it advises on the root logger
    level = logger.level
    logger.setLevel(logging.ERROR)
    # Its work files lie beside the graph, where the next build finds them should this one die.
    before, tempfile.tempdir = tempfile.tempdir, str(small.parent)
    try:
        # One scale a channel: cosine .993 to fp32; with one a tensor it was .944.
        quantize_dynamic(exact, small, weight_type=QuantType.QInt8, per_channel=True)
    finally:
        logger.setLevel(level)
        tempfile.tempdir = before


def _onnxruntime() -> Any:
    import onnxruntime  # slow, and with telemetry unless ``rag`` was imported before

    # Second to the environment variable that ``rag`` sets: that one holds only if nobody has
    # imported onnxruntime before.
    onnxruntime.disable_telemetry_events()
    return onnxruntime
