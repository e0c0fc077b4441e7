"""The whole path: pages over HTTP, through cycles and Prefect, to what readers see."""
