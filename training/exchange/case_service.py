"""Answers of the CASE 1.1 REST service: the parts of a CFPackage, each as a document of its own."""

from collections.abc import Iterable
from typing import Any

Package = dict[str, Any]


def documents(packages: Iterable[Package]) -> dict[str, Any]:
    """Return the CFDocuments of all packages."""
    return {"CFDocuments": [_document(package) for package in packages]}


def answer(packages: Iterable[Package], collection: str, identifier: str) -> dict[str, Any] | None:
    """Return one object as the service gives it; None when there is none of that kind.

    Args:
        packages: every framework of the installation.
        collection: as it stands in the address, such as "CFItems".
        identifier: of the object; a package has that of its document.
    """
    for package in packages:
        found = _answer(package, collection, identifier)
        if found is not None:
            return found
    return None


def unknown(collection: str) -> dict[str, Any]:
    """Return what CASE says about an object that is not there."""
    return {
        "imsx_codeMajor": "failure",
        "imsx_severity": "error",
        "imsx_description": f"Unknown object in {collection}.",
        "imsx_codeMinor": {
            "imsx_codeMinorField": [
                {
                    "imsx_codeMinorFieldName": "sourcedId",
                    "imsx_codeMinorFieldValue": "unknownobject",
                }
            ]
        },
    }


def _answer(package: Package, collection: str, identifier: str) -> dict[str, Any] | None:
    document = package["CFDocument"]
    if collection in ("CFDocuments", "CFPackages"):
        if document["identifier"] != identifier:
            return None
        return _document(package) if collection == "CFDocuments" else package
    if collection == "CFItemAssociations":
        return _item_with_associations(package, identifier)
    rows = package if collection in package else package["CFDefinitions"]
    row = _find(rows.get(collection, []), identifier)
    if row is None or collection == "CFRubrics":
        return row
    if collection == "CFItemTypes":
        return {collection: [row]}
    return _of_document(package, row)


def _find(rows: Any, identifier: str) -> dict[str, Any] | None:
    if not isinstance(rows, list):
        return None
    return next((row for row in rows if row["identifier"] == identifier), None)


def _document(package: Package) -> dict[str, Any]:
    document = package["CFDocument"]
    uri = document["uri"].replace("/CFDocuments/", "/CFPackages/")
    return {**document, "CFPackageURI": {**_link(document), "uri": uri}}


def _of_document(package: Package, row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "CFDocumentURI": _link(package["CFDocument"])}


def _link(row: dict[str, Any]) -> dict[str, str]:
    return {name: row[name] for name in ("title", "identifier", "uri")}


def _item_with_associations(package: Package, identifier: str) -> dict[str, Any] | None:
    item = _find(package["CFItems"], identifier)
    if item is None:
        return None
    return {
        "CFItem": _of_document(package, item),
        "CFAssociations": [
            _of_document(package, row)
            for row in package["CFAssociations"]
            if identifier
            in (row["originNodeURI"]["identifier"], row["destinationNodeURI"]["identifier"])
        ],
    }
