"""The peer of every timing: stock Streamlit with one plotly.express chart on the same register rows.

Written as Streamlit's own tutorials write: a cached data frame, two widgets, `px.bar`. `$ARMS_HOME` names the
home whose current snapshot is read.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import duckdb
import pandas as pd
import plotly.express as px
import streamlit as st


@st.cache_data
def load() -> pd.DataFrame:
    """Deliveries with their volume in TIV million."""
    folder = Path(os.environ["ARMS_HOME"]) / "db"
    snapshot = folder / json.loads((folder / "current.json").read_text())["file"]
    with duckdb.connect(str(snapshot), read_only=True) as connection:
        return connection.execute(
            "SELECT supplier, recipient, delivery_year, tiv_delivered FROM deliveries"
            " WHERE delivery_year IS NOT NULL"
        ).df()


deliveries = load()
st.title("Arms deliveries")
years_held = deliveries.groupby("recipient")["delivery_year"].nunique().sort_values(ascending=False)
recipient = st.selectbox("Recipient", years_held.index)
first, last = int(deliveries["delivery_year"].min()), int(deliveries["delivery_year"].max())
years = st.slider("Years", first, last, (first, last))
chosen = deliveries[(deliveries["recipient"] == recipient) & deliveries["delivery_year"].between(*years)]
volumes = chosen.groupby(["delivery_year", "supplier"], as_index=False)["tiv_delivered"].sum()
st.plotly_chart(px.bar(volumes, x="delivery_year", y="tiv_delivered", color="supplier"))
