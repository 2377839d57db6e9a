"""FHIR R4 (4.0.1): the records as resources, in Bundles or as NDJSON; see docs/fhir.md."""

from bot.export.fhir.bundles import write_collections, write_transactions
from bot.export.fhir.ndjson import write_ndjson

__all__ = ["write_collections", "write_ndjson", "write_transactions"]
