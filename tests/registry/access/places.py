"""A small county for tests of access: two townships with health centres, a village clinic, the county hospital."""

from dataclasses import dataclass

from jiayi.registry.organization.models import Institution, Practitioner, Region

COUNTY, NEAR, FAR = "420324", "420324100", "420324101"


@dataclass(frozen=True)
class County:
    """The places by name; `near` and `far` are townships."""

    near_centre: Institution
    near_clinic: Institution
    far_centre: Institution
    hospital: Institution
    near_doctor: Practitioner


def make_county() -> County:
    """Store the county."""
    for code, name, level, parent in [
        ("42", "湖北省", "province", None),
        ("4203", "十堰市", "city", "42"),
        (COUNTY, "竹溪县", "county", "4203"),
        (NEAR, "城关镇", "township", COUNTY),
        (FAR, "蒋家堰镇", "township", COUNTY),
        (f"{NEAR}201", "甲村", "village", NEAR),
        (f"{FAR}201", "乙村", "village", FAR),
    ]:
        Region.objects.create(code=code, name=name, level=level, parent_id=parent)
    near = _institution("near", "城关镇卫生院", "township", NEAR)
    return County(
        near_centre=near,
        near_clinic=_institution("clinic", "甲村卫生室", "village", f"{NEAR}201"),
        far_centre=_institution("far", "蒋家堰镇卫生院", "township", FAR),
        hospital=_institution("hospital", "县人民医院", "county", NEAR),
        near_doctor=Practitioner.objects.create(name="李明", institution=near),
    )


def _institution(code: str, name: str, level: str, region: str) -> Institution:
    kind = {"township": "township_centre", "village": "village_clinic", "county": "county_hospital"}[level]
    return Institution.objects.create(code=code, name=name, kind=kind, level=level, region_id=region)
