"""Transitional places and shared dwellings."""

PLACES = {
    # Who lives in a place is read through the file alone.
    "place_inventory": {
        "landlord_referent": "R own",
        "landlord_case_worker": "R own",
        "landlord_manager": "W own",
        "association_worker": "R own",
        "association_manager": "W own",
        "project_manager": "N",
    },
    # A landlord reads what it noted and what was shared with it, even of the places it manages.
    "dwelling_incident": {
        "landlord_referent": "R own or shared",
        "landlord_case_worker": "W own or shared",
        "landlord_manager": "W own or shared",
        "association_worker": "W hers",
        "association_manager": "W own",
    },
}
