"""Why a refuted claim is wrong."""
