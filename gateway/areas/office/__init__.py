"""The managers' office: queue, views, decisions in bulk, openings for a group, exports."""
