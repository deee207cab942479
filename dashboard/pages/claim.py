"""One declared number."""
from dashboard.frame import View
import streamlit as st
def show(view: View) -> None:
    st.title("claim")
