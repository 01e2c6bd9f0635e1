"""Versions are published once and in order; duties keep their identity, their links and their evidence."""

import pytest
from django.db import IntegrityError, transaction

from pdportal.duties import errors, linking, versions
from pdportal.duties.records import DescriptionVersion, Duty, DutyLine, DutyLink
from pdportal.duties.versions import Wording
from tests import factories
from tests.duties.making import describe, duties_of, train
from tests.factories import days_ago

pytestmark = pytest.mark.django_db


@pytest.fixture
def description(coordinator):
    return describe("Lead", "Weed", by=coordinator)


def publish(description, *wordings, by, days=0, **options):
    return versions.publish(description, list(wordings), effective_on=days_ago(days), by=by, **options)


def test_a_joined_duty_keeps_its_links_in_other_words(site, description, coordinator):
    lead, weed = duties_of(description)
    (link,) = train(lead, factories.make_course(), by=coordinator)
    version = publish(description, Wording("Lead well", duty_id=lead.pk), Wording("Order"), by=coordinator)
    first, second = duties_of(description)
    assert (version.number, first, second in (lead, weed)) == (2, lead, False)
    assert list(first.links.standing()) == [link]
    assert [line.text_en for line in versions.latest_lines(description)] == ["Lead well", "Order", "Weed"]


def test_publishing_twice_changes_nothing(description, coordinator):
    words = [Wording("Lead"), Wording("Weed")]
    again = versions.publish(description, words, effective_on=days_ago(100), by=coordinator, after=0)
    assert (again.number, DescriptionVersion.objects.count(), Duty.objects.count()) == (1, 1, 2)


@pytest.mark.parametrize(
    ("words", "options", "refusal"),
    [
        ([], {}, errors.NoDuties),
        ([Wording(f"Duty {n}") for n in range(121)], {}, errors.TooManyDuties),
        ([Wording("Late")], {"days": 101}, errors.EarlierThanLatest),
        ([Wording("Unseen")], {"after": 0}, errors.ChangedMeanwhile),
    ],
)
def test_what_is_refused_writes_nothing(description, coordinator, words, options, refusal):
    with pytest.raises(refusal):
        publish(description, *words, by=coordinator, **options)
    assert (DescriptionVersion.objects.count(), DutyLine.objects.count()) == (1, 2)


def test_a_duty_stands_once_and_belongs_to_one_description(description, coordinator):
    lead, _weed = duties_of(description)
    with pytest.raises(errors.DutyTwice):
        publish(description, Wording("A", duty_id=lead.pk), Wording("B", duty_id=lead.pk), by=coordinator)
    other = duties_of(describe("Drive", by=coordinator, number="002"))[0]
    with pytest.raises(errors.DutyOfAnother):
        publish(description, Wording("A", duty_id=other.pk), by=coordinator)
    assert DescriptionVersion.objects.filter(description=description).count() == 1


def test_the_database_is_the_second_net(description, coordinator):
    version, lead = description.versions.first(), duties_of(description)[0]
    for fields in ({"number": 1, "duty": lead}, {"number": 9, "duty": lead, "text_en": "x"}, {"number": 9}):
        with pytest.raises(IntegrityError), transaction.atomic():
            DutyLine.objects.create(version=version, **{"duty_id": lead.pk, "text_en": "", **fields})


def test_links_are_made_once_and_taken_off_not_deleted(site, description, coordinator, director):
    lead, course = duties_of(description)[0], factories.make_course()
    link, again = train(lead, course, course, by=coordinator)
    spanish = linking.link(lead, factories.translate(course, title="Curso"), by=coordinator)
    assert link == again == spanish
    linking.unlink(link, by=director)
    linking.unlink(link, by=coordinator)
    link.refresh_from_db()
    assert (link.removed_by, list(lead.links.standing())) == (director, [])
    assert list(lead.links.standing(link.added_at)) == [link]
    assert linking.link(lead, course, by=coordinator) != link


def test_a_page_serves_exactly_the_duties_chosen(site, description, coordinator):
    lead, weed = duties_of(description)
    course = factories.make_course()
    linking.serve(course, [lead.pk], by=coordinator)
    linking.serve(course, [weed.pk], by=coordinator)
    assert [link.duty for link in DutyLink.objects.standing()] == [weed]
    with pytest.raises(errors.DutyOfAnother):
        linking.serve(course, [lead.pk, 10**15, -1], by=coordinator)
    assert [link.duty for link in DutyLink.objects.standing()] == [weed]
