"""What an entry can say beyond what, when and where."""

from shared.messages.event_details import Cost, Group
from shared.translations import N_

GROUP_NAMES = {
    Group.FAMILIES: N_("Families"),
    Group.CHILDREN: N_("Children"),
    Group.YOUNG_PEOPLE: N_("Young people"),
    Group.WOMEN: N_("Women"),
    Group.MEN: N_("Men"),
    Group.SENIORS: N_("Seniors"),
    Group.NEWCOMERS: N_("People who are new here"),
    Group.JOB_SEEKERS: N_("People who look for work"),
    Group.VOLUNTEERS: N_("Volunteers"),
    Group.PROFESSIONALS: N_("People who work in this field"),
}

COST_NAMES = {
    Cost.FREE: N_("It costs nothing"),
    Cost.DONATION: N_("You give what you can"),
    Cost.PAID: N_("It costs something"),
}
