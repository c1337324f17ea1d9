"""Who and where everything is while a partnership's history is played."""

import datetime as dt
from dataclasses import dataclass, field

from cases.models import Application, Case, Involvement, Meeting
from organisations.actors import Actor, applicant_actor, staff_actor
from organisations.models import Agency, District, Locality, Partnership, User
from organisations.roles import Role
from organisations.tenancy import Scope, transaction_in
from portals.demo.stories.people import WORKERS
from portals.demo.stories.places import Panel, Place, Tenant
from portals.demo.stories.shape import Story
from portals.demo.stories.timeline import Days


@dataclass
class Scene:
    """One partnership: its people as actors, its cases by story, its meetings by time."""

    tenant: Tenant
    days: Days
    partnership: Partnership
    districts: dict[str, District]
    localities: dict[str, Locality]
    agencies: dict[str, Agency]
    actors: dict[str, Actor]
    applications: dict[str, Application] = field(default_factory=dict)
    meetings: dict[tuple[int, dt.datetime], Meeting] = field(default_factory=dict)

    @classmethod
    def of(cls, tenant: Tenant, *, days: Days) -> "Scene":
        """Read what `building.build` has put there."""
        partnership = Partnership.objects.select_related("policing_area").get(slug=tenant.slug)
        with transaction_in(Scope.staff(partnership.pk)):
            districts = {row.slug: row for row in District.objects.filter(partnership=partnership)}
            localities = {row.name: row for row in Locality.objects.filter(partnership=partnership)}
        return cls(
            tenant=tenant,
            days=days,
            partnership=partnership,
            districts=districts,
            localities=localities,
            agencies={agency.slug: agency for agency in Agency.objects.all()},
            actors={user.email: staff_actor(user, on=days.today) for user in User.objects.all()},
        )

    @property
    def id(self) -> int:
        """The partnership's id."""
        return self.partnership.pk

    def inside(self):
        """A transaction in the partnership's staff scope."""
        return transaction_in(Scope.staff(self.id))

    def place(self, story: Story) -> Place:
        """The district of a story."""
        return next(place for place in self.tenant.places if place.slug == story.district)

    def panel(self, story: Story) -> Panel:
        """The locality whose meeting hears a story."""
        panels = self.place(story).panels
        return next(panel for panel in panels if panel.name == story.locality)

    def agency(self, story: Story, name: str) -> Agency:
        """The agency that a story means by `council`, `police` and so on."""
        return self.agencies[self.place(story).bodies[name]]

    def case(self, story: Story) -> Case:
        """The case as it stands; in the partnership's scope."""
        case_id = self.applications[story.key].case_id
        return Case.objects.select_related("partnership").get(partnership_id=self.id, pk=case_id)

    def command(self, story: Story, by: Actor, at: dt.datetime) -> dict:
        """The arguments that every command on a case takes."""
        return {
            "partnership_id": self.id,
            "case_id": self.applications[story.key].case_id,
            "version": None,
            "by": by,
            "at": at,
        }

    def spoc(self, story: Story) -> Actor:
        """The single point of contact of the story's district."""
        return self.spoc_of(story.district)

    def spoc_of(self, district: str) -> Actor:
        """The single point of contact of a district."""
        return self._holder(Role.SPOC, district)

    def assessor(self, story: Story, *, title: str = "") -> Actor:
        """An assessor of the story's district; title: which of the parties."""
        return self._holder(Role.ASSESSOR, story.district, title=title)

    def _holder(self, role: Role, district: str, *, title: str = "") -> Actor:
        for worker in WORKERS:
            for post in worker.posts:
                if (
                    (post.role, post.partnership, post.until) == (role, self.tenant.slug, None)
                    and post.district in ("", district)
                    and title in ("", post.title)
                ):
                    return self.actors[worker.email]
        raise LookupError(f"nobody is {role} {title} in {district}")

    def chair(self, panel_name: str) -> Actor:
        """Who chairs a locality's meetings."""
        return self._by(role=Role.LMAPS_CHAIR, partnership=self.tenant.slug, panel=panel_name)

    def member(self, agency: Agency) -> Actor:
        """Who answers for an agency."""
        return self._by(role=Role.AGENCY_MEMBER, agency=agency.slug)

    def pcc_officer(self) -> Actor:
        """Who reviews for the area's policing body."""
        return self._by(role=Role.PCC_OFFICER, area=self.tenant.area)

    def _by(self, **reach: str) -> Actor:
        for worker in WORKERS:
            for post in worker.posts:
                if all(getattr(post, name) == value for name, value in reach.items()):
                    return self.actors[worker.email]
        raise LookupError(f"nobody holds {reach}")

    def applicant(self, story: Story) -> Actor:
        """The applicant, as whoever holds the secret."""
        application = self.applications[story.key]
        with self.inside():
            person_id = Involvement.objects.values_list("person_id", flat=True).get(
                partnership_id=self.id, application=application, role=Involvement.Role.APPLICANT
            )
        return applicant_actor(person_id=person_id, application_id=application.pk)
