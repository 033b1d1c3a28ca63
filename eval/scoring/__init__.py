"""Score a document: items paired, leaves judged, links and findings compared, and the measures that follow."""
