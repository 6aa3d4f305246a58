"""How a household comes: its profile, who refers it, and the orientation sent."""

from datetime import date

from partners.configuration import Door
from veille.demonstration import orientations
from veille.demonstration.dice import data
from veille.demonstration.files import File, Plan, open_file
from veille.demonstration.frames import Frame, World


def arrive(world: World, frame: Frame, door: str, territory: str, on: date, instance: str, **wanted) -> File:
    """Open the file of a household of the usual profile and send its orientation; `wanted` fixes what matters."""
    dice, profiles = world.dice, data("profiles.json")
    usual = profiles[frame.key][door]
    reason = wanted.pop("main_reason", "") or dice.deal(usual["reasons"])
    referrer = wanted.pop("referrer", "")
    if door == Door.ACCESS and not referrer:
        referrer = dice.weighted(profiles["referrers"][territory])
    urgency = wanted.pop("urgency", "normal")
    plan = Plan(
        frame=frame,
        door=door,
        territory=territory,
        opened_on=on,
        family=wanted.pop("family", "") or dice.deal(profiles["family_of"].get(reason, usual["families"])),
        main_reason=reason,
        profile=_profile(frame, door, reason),
        referrer=referrer,
        instance=instance,
        **wanted,
    )
    file = open_file(world, plan)
    orientations.refer(file, _source(referrer), urgency=urgency)
    world.files.append(file)
    return file


def _profile(frame: Frame, door: str, reason: str) -> str:
    """The usual profile of a reason, or the first one that this dispositif knows at this door."""
    known, usual = frame.configuration.target_profiles, data("profiles.json")["profile_of"][reason]
    if door == Door.RETENTION:
        return usual if usual in known else "other"
    entering = (usual, "isolated_person", "pdalhpd_priority", "dalo")
    return next((code for code in entering if code in known and not code.startswith("tenant")), "other")


def _source(referrer: str) -> str:
    return (
        data("profiles.json")["sources"].get(referrer, "association_partner") if referrer else "landlord_social_worker"
    )
