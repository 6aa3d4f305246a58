"""A shift of duty opens the closed files of the rota: nobody plans her own."""

from django.urls import reverse

from partners.models import DutyShift


def test_a_manager_does_not_put_herself_on_duty(cast, sign_in):
    manager = sign_in(cast.manager)
    hours = {"starts_at": "2018-12-15T18:00", "ends_at": "2018-12-16T08:00"}
    form = reverse("households:duty_add")
    assert f'value="{cast.manager.user_id}"' not in manager.get(form).content.decode()
    assert manager.post(form, {"user": cast.manager.user_id, **hours}).status_code == 422
    assert not DutyShift.objects.exists()
