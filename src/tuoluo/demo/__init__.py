"""The demo district: Nanshan's places under the shipped charter, with invented people and invented matters."""
