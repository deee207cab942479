"""The dashboard: `streamlit run app.py`."""

from dashboard import frame

frame.run()
