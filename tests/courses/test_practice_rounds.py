"""A practice step goes in rounds: each is kept as it was handed in, with its files and what was decided."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from courses import practice, practice_files
from courses.errors import FileMissing, WrongState
from courses.practice_records import PracticeFile, PracticeRound
from courses.records import GatePass
from pdportal.common.uploads import private_storage
from tests import factories
from tests.courses.conftest import PRACTICE, gate_in, sign_in
from tests.courses.test_views import address, said

pytestmark = pytest.mark.django_db


def photo(name="shelf.jpg", size=(40, 30), **options):
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x0110] = "Secret Camera"
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x0112] = 6  # lying on its side
    Image.new("RGB", size, "navy").save(out, "JPEG", exif=exif, **options)
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def paper(name="list.pdf", words=b"a list"):
    return SimpleUploadedFile(name, b"%PDF-1.7\n" + words, "application/pdf")


@pytest.fixture
def gate(practice_lesson):
    return gate_in(practice_lesson, "practice")


@pytest.fixture
def step(learner, practice_lesson, gate, principal):
    """What the learner does with the step, by verb."""

    class Step:
        def draft(self, note="The printer.", files=()):
            ticked = [point_id for point_id, _text in practice.points_of(gate)]
            practice.save_draft(learner, practice_lesson, gate.id, checked=ticked, note=note)
            return practice_files.attach(learner, practice_lesson, gate.id, files)

        def hand_in(self, note="The printer.", files=()):
            assert self.draft(note, files) == []
            return practice.hand_in(learner, practice_lesson, gate.id)

        def take_back(self):
            return practice.take_back(learner, practice_lesson, gate.id)

        def remove(self, file):
            practice_files.remove(learner, practice_lesson, gate.id, file.pk)

    return Step()


def rounds():
    return [
        (each.number, each.outcome, each.note, sorted(file.name for file in each.files.all()), each.comment)
        for each in PracticeRound.objects.all()
    ]


def test_every_round_is_kept_as_it_was_handed_in(step, principal):
    handed_in = step.hand_in("Two labels are missing.", [photo()])
    practice.send_back(handed_in, by=principal, comment="Which two?")
    step.remove(PracticeFile.objects.get())
    practice.sign_off(step.hand_in("Shelf 3 and 4.", [paper()]), by=principal, comment="Well done.")
    assert rounds() == [
        (1, "returned", "Two labels are missing.", ["shelf.jpg"], "Which two?"),
        (2, "signed_off", "Shelf 3 and 4.", ["list.pdf"], "Well done."),
    ]
    assert PracticeRound.objects.first().checklist == [["I signed in", True], ["I lent a book", True]]
    assert {each.decided_by for each in PracticeRound.objects.all()} == {principal}


def test_asking_twice_makes_no_second_round(step, principal, learner, practice_lesson, gate):
    handed_in = step.hand_in()
    practice.hand_in(learner, practice_lesson, gate.id)
    practice.sign_off(handed_in, by=principal)
    practice.sign_off(handed_in, by=principal)
    assert [each[:2] for each in rounds()] == [(1, "signed_off")]
    assert GatePass.objects.count() == 1


def test_what_was_taken_back_is_not_decided_on_unseen(step, principal):
    handed_in = step.hand_in("First thought.")
    step.take_back()
    step.hand_in("Second thought.")
    with pytest.raises(WrongState):
        practice.sign_off(handed_in, by=principal, number=1)
    with pytest.raises(WrongState):
        practice.send_back(handed_in, by=principal, comment="No", number=1)
    assert practice.sign_off(handed_in, by=principal, number=2).status == "signed_off"
    assert [each[:3] for each in rounds()] == [
        (1, "taken_back", "First thought."),
        (2, "signed_off", "Second thought."),
    ]


def test_a_photo_is_kept_upright_and_without_place_and_camera(step):
    step.draft(files=[photo(size=(5000, 40))])
    kept = PracticeFile.objects.get()
    with kept.file.open("rb") as file, Image.open(file) as picture:
        assert (picture.size, dict(picture.getexif()), "exif" in picture.info) == ((19, 2400), {}, False)
    assert b"Secret Camera" not in kept.file.open("rb").read()
    assert (kept.name, kept.kind) == ("shelf.jpg", "JPG")


def test_the_same_file_twice_is_one_and_ten_are_the_most(step):
    assert step.draft(files=[paper(), paper()]) == []
    assert PracticeFile.objects.count() == 1
    many = [paper(f"{number}.pdf", str(number).encode()) for number in range(10)]
    assert step.draft(files=many) == ["“9.pdf” was not added: at most 10 files."]


def test_what_cannot_be_taken_says_why_and_leaves_the_rest(step):
    broken = SimpleUploadedFile("broken.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40)
    wrong = SimpleUploadedFile("run.pdf", b"MZ not a paper")
    assert step.draft(files=[wrong, broken, paper()]) == [
        "“run.pdf” is called .pdf, but what is in it is something else.",
        "“broken.png” cannot be read as a picture.",
    ]
    assert [file.name for file in PracticeFile.objects.all()] == ["list.pdf"]


def test_a_picture_with_more_pixels_than_a_camera_has_is_refused(step, monkeypatch):
    monkeypatch.setattr("pdportal.common.photos.MOST_PIXELS", 100)
    assert step.draft(files=[photo()]) == ["“shelf.jpg” cannot be read as a picture."]


def test_a_removed_draft_file_is_gone_and_one_of_a_round_stays_there(
    step, principal, django_capture_on_commit_callbacks
):
    step.draft(files=[paper()])
    kept = PracticeFile.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        step.remove(kept)
        step.remove(kept)
    assert (PracticeFile.objects.count(), private_storage().exists(kept.file.name)) == (0, False)
    handed_in = step.hand_in(files=[photo()])
    in_round = PracticeFile.objects.get()
    step.remove(in_round)  # handed in: nothing happens
    practice.send_back(handed_in, by=principal, comment="Again, please")
    step.remove(in_round)
    in_round.refresh_from_db()
    assert (in_round.removed_at is None, private_storage().exists(in_round.file.name)) == (False, True)


def test_a_step_that_asks_for_a_photo_is_not_handed_in_without(learner, principal, bare):
    asking = ("practice", {**PRACTICE[1], "ask_for_files": "must"})
    lesson = factories.make_lesson(bare, "Photo", body=[asking])
    gate = gate_in(lesson, "practice")
    ticked = [point_id for point_id, _text in practice.points_of(gate)]
    practice.save_draft(learner, lesson, gate.id, checked=ticked, note="")
    with pytest.raises(FileMissing):
        practice.hand_in(learner, lesson, gate.id)
    practice_files.attach(learner, lesson, gate.id, [photo()])
    assert practice.hand_in(learner, lesson, gate.id).status == "handed_in"


WHO = [
    "learner",
    "principal",
    "coordinator",
    "director",
    "teacher",
    "colleague",
    "other_principal",
    "outsider",
    "superuser",
]
DECIDERS = {"principal", "coordinator", "director", "superuser"}


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("state", ["draft", "handed_in", "taken_back", "returned"])
def test_files_are_opened_only_by_those_who_may(request, step, principal, who, state):
    if state == "draft":
        step.draft(files=[photo()])
    else:
        handed_in = step.hand_in(files=[photo()])
        if state == "taken_back":
            step.take_back()
        if state == "returned":
            practice.send_back(handed_in, by=principal, comment="Again, please")
    client = sign_in(request.getfixturevalue(who))
    place = reverse("courses:practice_file", args=[PracticeFile.objects.get().pk])
    may = who == "learner" or (who in DECIDERS and state in {"handed_in", "returned"})
    answer = client.get(place)
    assert answer.status_code == (200 if may else 404)
    assert client.post(place).status_code == 405
    if may:
        headers = [answer[name] for name in ("Cache-Control", "X-Content-Type-Options", "Content-Type")]
        assert headers == ["private, no-store", "nosniff", "image/jpeg"]


def test_a_file_the_storage_has_lost_is_not_found(step, learner):
    step.draft(files=[paper()])
    kept = PracticeFile.objects.get()
    private_storage().delete(kept.file.name)
    assert sign_in(learner).get(reverse("courses:practice_file", args=[kept.pk])).status_code == 404
    assert sign_in(learner).get(f"/my/practice/files/{'9' * 18}/").status_code == 404


def test_one_form_saves_attaches_removes_and_hands_in(learner, practice_lesson, gate, principal):
    client, place = sign_in(learner), address("practice", practice_lesson, gate)
    ticked = [point_id for point_id, _text in practice.points_of(gate)]
    wrong = SimpleUploadedFile("run.exe", b"MZ")
    answer = client.post(place, {"checked": ticked, "note": "A", "files": [paper(), wrong], "hand_in": "yes"})
    assert said(answer)[0].startswith("“run.exe” is not a kind of file")
    assert PracticeRound.objects.count() == 0
    kept = PracticeFile.objects.get()
    client.post(place, {"checked": ticked, "note": "B", "remove": str(kept.pk), "hand_in": "yes"})
    assert (PracticeFile.objects.count(), PracticeRound.objects.count()) == (0, 0)
    for nonsense in ("", "x", "9" * 30, "-1"):
        assert client.post(place, {"checked": ticked, "note": "B", "remove": nonsense}).status_code == 302
    client.post(place, {"checked": ticked, "note": "B", "hand_in": "yes"})
    assert rounds() == [(1, "waiting", "B", [], "")]


def test_the_learner_reads_every_round_and_deciders_what_was_not_taken_back(step, learner, principal, practice_lesson):
    step.hand_in("A half thought.")
    step.take_back()
    handed_in = step.hand_in("The whole thought.")
    practice.send_back(handed_in, by=principal, comment="Which keys?")
    step.draft("A new secret draft.")
    own = sign_in(learner).get(practice_lesson.url).content.decode()
    assert [own.count(words) for words in ("A half thought.", "Round 1: Taken back", "Round 2: Returned")] == [1, 1, 1]
    seen = sign_in(principal).get(reverse("courses:practice_decide", args=[handed_in.pk])).content.decode()
    words = ("The whole thought.", "Which keys?", "A half thought.", "A new secret draft.")
    assert [seen.count(each) for each in words] == [1, 1, 0, 0]


def test_notes_and_comments_of_rounds_have_no_history_and_no_place_in_the_admin(step, superuser):
    step.hand_in("Between us.")
    assert not hasattr(PracticeRound, "history")
    page = sign_in(superuser).get("/admin/").content.decode()
    assert "Between us." not in page
