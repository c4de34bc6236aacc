"""Days of a resource, their shares, the residents in them, and who waits for one."""

from django.db import models
from django.db.models import F, Q

from jiayi.foundation.base.models import Entity


class Slot(Entity):
    """One day of a resource."""

    resource = models.ForeignKey("scheduling.Resource", models.PROTECT, related_name="slots", db_index=False)
    held_on = models.DateField()
    closed_note = models.CharField(max_length=100, blank=True)  # why it is not held; open where blank

    class Meta:
        constraints = [models.UniqueConstraint(fields=["resource", "held_on"], name="slot_once_a_day")]
        indexes = [models.Index(fields=["held_on", "id"], name="slot_day")]


class SlotShare(models.Model):
    """So many places of a slot for the holder of a quota; without a quota, what is left for all.

    `taken` is kept by triggers (migration 0004), whoever writes bookings, and never exceeds the quantity.
    """

    id = models.BigAutoField(primary_key=True)
    slot = models.ForeignKey(Slot, models.CASCADE, related_name="shares", db_index=False)
    quota = models.ForeignKey("scheduling.Quota", models.SET_NULL, null=True, blank=True, related_name="shares")
    quantity = models.PositiveSmallIntegerField()
    taken = models.PositiveSmallIntegerField(default=0, db_default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["slot", "quota"], nulls_distinct=False, name="slot_share_once"),
            models.CheckConstraint(condition=Q(taken__lte=F("quantity")), name="slot_share_never_over"),
        ]


class SlotBooking(Entity):
    """A resident's place; beds are booked for several days under one `stay_id`."""

    slot = models.ForeignKey(Slot, models.PROTECT, related_name="bookings", db_index=False)
    share = models.ForeignKey(SlotShare, models.PROTECT, related_name="bookings")
    resident = models.ForeignKey("people.Resident", models.PROTECT, related_name="+")
    state = models.CharField(max_length=10)  # terms.SlotState
    stay_id = models.UUIDField(db_index=True)  # its own id, or the first day's
    subject_id = models.UUIDField(null=True, blank=True, db_index=True)  # the referral it belongs to
    institution = models.ForeignKey("organization.Institution", models.PROTECT, related_name="+")  # who booked
    purpose = models.CharField(max_length=100, blank=True)
    queue_number = models.PositiveSmallIntegerField(null=True, blank=True)
    held_until = models.DateTimeField(null=True, blank=True)
    booked_on = models.DateField()
    booked_by = models.UUIDField(null=True)
    booked_by_name = models.CharField(max_length=60, blank=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["slot", "resident"],
                condition=Q(state__in=["held", "booked", "came", "missed"]),
                name="slot_booking_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="held") | Q(held_until__isnull=False), name="slot_booking_hold_expires"
            ),
        ]
        indexes = [
            models.Index(fields=["slot", "created_at"], name="slot_booking_of_slot"),
            models.Index(fields=["held_until"], condition=Q(state="held"), name="slot_booking_to_lapse"),
        ]


class SlotWish(Entity):
    """A resident for whom there is no place yet, between two days; who is offered one confirms it in time."""

    resource = models.ForeignKey("scheduling.Resource", models.PROTECT, related_name="wishes")
    resident = models.ForeignKey("people.Resident", models.PROTECT, related_name="+")
    institution = models.ForeignKey("organization.Institution", models.PROTECT, related_name="+")  # who wishes
    practitioner = models.ForeignKey(
        "organization.Practitioner", models.PROTECT, null=True, blank=True, related_name="+"
    )
    subject_id = models.UUIDField(null=True, blank=True)
    earliest_on = models.DateField()
    latest_on = models.DateField()  # the deadline
    goes_first = models.BooleanField(default=False)  # by the care card, on the day of the wish (care.priority)
    state = models.CharField(max_length=10)  # terms.WishState
    booking = models.ForeignKey(SlotBooking, models.SET_NULL, null=True, blank=True, related_name="+")
    wished_by_name = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["resource", "resident"], condition=Q(state__in=["open", "offered"]), name="slot_wish_once"
            ),
            models.CheckConstraint(condition=Q(latest_on__gte=F("earliest_on")), name="slot_wish_days_in_order"),
        ]
        indexes = [models.Index(fields=["latest_on", "id"], condition=Q(state="open"), name="slot_wish_deadline")]
