"""The schemas that what partners are given must fit."""

from __future__ import annotations

import json
from typing import Any

import jsonschema_rs
import pytest
from lxml import etree

from kabar.wire.tests.material import shared


@pytest.fixture(scope="module")
def ninjs_schema() -> Any:
    file = shared("ninjs", "newsinjson", "specification", "ninjs-schema_3.1.json")
    text = file.read_text("utf-8")
    # What it says of GeoJSON lies elsewhere; no item of ours has any.
    said = json.loads(text.replace('"$ref": "https://geojson.org/schema/GeoJSON.json#"', '"type": "object"'))
    return jsonschema_rs.Draft202012Validator(said, validate_formats=True)


@pytest.fixture(scope="module")
def g2_schema() -> etree.XMLSchema:
    folder = shared("newsml-nitf", "newsml-g2")
    document = etree.parse(folder / "specification" / "NewsML-G2_2.35-spec-All-Power.xsd")
    for imported in document.getroot().iter("{http://www.w3.org/2001/XMLSchema}import"):
        imported.set("schemaLocation", (folder / "examples" / "xml.xsd").as_uri())
    return etree.XMLSchema(document)
