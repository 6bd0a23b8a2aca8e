"""Answer questions about a folder of news articles in the articles' own words."""

import os

# Before anything imports them: by default onnxruntime sends events to its makers and notes an
# identifier in the home folder, and huggingface_hub tells its makers which library asks.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
