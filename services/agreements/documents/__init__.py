"""The convention as a PDF."""
