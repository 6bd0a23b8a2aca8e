"""Answer questions about a folder of news articles in the articles' own words."""

import os

# Before anything imports them: by default onnxruntime sends events to its makers and notes an
# identifier in the home folder, huggingface_hub tells its makers which library asks, and gradio
# reports to its makers and works out figures about its own events after each of them.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["GRADIO_ANALYTICS_MAX_EVENTS"] = "1"
os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = str(10**12)
