"""How a household comes: its profile, who refers it, and the orientation sent."""

from datetime import date

from partners.configuration import Door
from veille.demonstration import orientations
from veille.demonstration.dice import data
from veille.demonstration.files import File, Plan, open_file
from veille.demonstration.frames import Frame, World


def arrive(world: World, frame: Frame, door: str, territory: str, on: date, instance: str, **wanted: str) -> File:
    """Open the file of a household of the usual profile and send its orientation; `wanted` fixes what matters."""
    dice, profiles = world.dice, data("profiles.json")
    usual = profiles[frame.key][door]
    reason = wanted.get("main_reason") or dice.weighted(usual["reasons"])
    referrer = wanted.get("referrer") or (
        dice.weighted(profiles["referrers"][territory]) if door == Door.ACCESS else ""
    )
    plan = Plan(
        frame=frame,
        door=door,
        territory=territory,
        opened_on=on,
        family=wanted.get("family") or dice.weighted(usual["families"]),
        main_reason=reason,
        profile=_profile(frame, door, reason),
        referrer=referrer,
        instance=instance,
        landlord=wanted.get("landlord", ""),
    )
    file = open_file(world, plan)
    orientations.refer(file, _source(referrer), urgency=wanted.get("urgency", "normal"))
    return file


def _profile(frame: Frame, door: str, reason: str) -> str:
    """The usual profile of a reason, if this dispositif knows it at this door."""
    known, profile = frame.configuration.target_profiles, data("profiles.json")["profile_of"][reason]
    if door == Door.ACCESS and (profile not in known or profile.startswith("tenant")):
        profile = "isolated_person"
    return profile if profile in known else "other"


def _source(referrer: str) -> str:
    return (
        data("profiles.json")["sources"].get(referrer, "association_partner") if referrer else "landlord_social_worker"
    )
