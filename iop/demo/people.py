"""The made-up people of the demo clinic. Any likeness to a person is chance."""

from __future__ import annotations

from dataclasses import dataclass

FIRST_NAMES = ["Aaliyah", "Abel", "Ada", "Adrian", "Aisha", "Alejandro", "Alma", "Amara", "Amir", "Ana", "Andre", "Angela", "Anil", "Anya", "Arturo", "Asha", "Ava", "Bao", "Beatriz", "Ben", "Bianca", "Bo", "Brianna", "Caleb", "Camila", "Carmen", "Cedric", "Chloe", "Clara", "Cole", "Cora", "Dalia", "Damian", "Dana", "Daniel", "Darius", "Delia", "Devon", "Diego", "Dina", "Dominic", "Edith", "Eli", "Elena", "Elias", "Emeka", "Emil", "Erin", "Esme", "Esther", "Ezra", "Farah", "Felix", "Fiona", "Gabriel", "Gail", "Gita", "Gloria", "Grant", "Greta", "Hana", "Hassan", "Hector", "Helen", "Hugo", "Ida", "Imani", "Ines", "Ingrid", "Isaac", "Iris", "Ivan", "Jada", "Jamal", "Janet", "Jasper", "Javier", "Joan", "Joel", "Jonah", "Josie", "Juan", "Julia", "June", "Kai", "Kamal", "Karen", "Keisha", "Kenji", "Kira", "Lamar", "Lara", "Laurel", "Leo", "Lina", "Lorenzo", "Lucia", "Luis", "Mabel", "Malik", "Mara", "Marcus", "Maria", "Mateo", "Maya", "Mei", "Mila", "Miriam", "Moses", "Nadia", "Naomi", "Nate", "Nia", "Nico", "Nina", "Noor", "Olga", "Omar", "Oscar", "Paloma", "Paul", "Petra", "Priya", "Quinn", "Rafael", "Ramona", "Rashid", "Reese", "Rhea", "Rita", "Robin", "Rosa", "Ruben", "Ruth", "Sabine", "Sade", "Salma", "Samir", "Sana", "Sarah", "Selma", "Simon", "Sofia", "Soren", "Stella", "Tariq", "Tessa", "Theo", "Thea", "Tomas", "Tyrone", "Uma", "Vera", "Victor", "Violet", "Wanda", "Wei", "Xavier", "Yara", "Yusuf", "Zara", "Zoe"]
LAST_NAMES = ["Abbott", "Acosta", "Adeyemi", "Ahmed", "Alvarez", "Andersen", "Baker", "Banerjee", "Barros", "Becker", "Bell", "Bennett", "Booker", "Brandt", "Brooks", "Byrne", "Calder", "Castillo", "Chan", "Chavez", "Chen", "Clarke", "Cohen", "Cole", "Contreras", "Cooper", "Cruz", "Dalton", "Das", "Delgado", "Diaz", "Dixon", "Donnelly", "Doyle", "Duarte", "Eaton", "Ellis", "Estrada", "Evans", "Farrow", "Fernandez", "Fields", "Fischer", "Fletcher", "Flores", "Foster", "Fox", "Fuentes", "Garcia", "Gibson", "Gomez", "Gonzalez", "Goodwin", "Greer", "Guzman", "Haddad", "Hale", "Hansen", "Harper", "Hassan", "Hayes", "Herrera", "Hicks", "Holt", "Howell", "Huang", "Ibarra", "Ingram", "Iyer", "Jackson", "Jansen", "Jensen", "Jimenez", "Johansson", "Jordan", "Kaplan", "Kaur", "Keller", "Kelly", "Khan", "Kim", "Kowalski", "Kumar", "Lambert", "Larsen", "Lee", "Lopez", "Lowe", "Maldonado", "Marsh", "Martinez", "Mbeki", "McCoy", "Medina", "Mehta", "Mendez", "Meyer", "Miles", "Molina", "Moore", "Morales", "Moreno", "Murphy", "Nakamura", "Navarro", "Nguyen", "Nolan", "Novak", "Obi", "Ochoa", "Okafor", "Olsen", "Ortega", "Osborne", "Owens", "Pacheco", "Park", "Patel", "Peralta", "Perez", "Petrov", "Pham", "Porter", "Quinones", "Ramirez", "Ramos", "Reyes", "Rhodes", "Rivera", "Rojas", "Romero", "Rossi", "Ruiz", "Salazar", "Sanchez", "Santos", "Schmidt", "Shah", "Silva", "Singh", "Soto", "Stein", "Sullivan", "Tanaka", "Torres", "Tran", "Underwood", "Valdez", "Vargas", "Vega", "Velasquez", "Walsh", "Weber", "Whitfield", "Wolfe", "Wong", "Yamamoto", "Yang", "Young", "Zamora", "Zimmer"]
PRONOUNS = ("she/her", "he/him", "they/them", "")
RELATIONS = ("Partner", "Mother", "Father", "Sister", "Brother", "Friend", "Grandmother", "Adult child")
REFERRERS = (
    "Self",
    "Harbor Detox",
    "Bayview Residential",
    "St. Anne's Emergency Department",
    "Primary care",
    "Family",
    "Alumni",
    "County court liaison",
)


@dataclass(frozen=True)
class Colleague:
    """Somebody who works at the demo clinic. ``email`` is empty for those who share no demo sign-in."""

    first: str
    last: str
    title: str
    credential: str
    role: str
    sites: tuple[str, ...]
    email: str = ""
    supervised_by: str = ""


COLLEAGUES = (
    Colleague("Renata", "Oduya", "Lead counselor", "LADC", "counselor", ("BOS", "TUC"), "counselor@demo.example"),
    Colleague("Marguerite", "Sayles", "Therapist", "LCSW", "therapist", ("BOS",), "therapist@demo.example"),
    Colleague("Ishaan", "Verghese", "Psychiatrist", "MD", "medical", ("BOS", "TUC"), "medical@demo.example"),
    Colleague("Tobias", "Lindqvist", "Case manager", "", "case_manager", ("BOS", "TUC"), "case.manager@demo.example"),
    Colleague("Paulette", "Abara", "Intake coordinator", "", "intake", ("BOS", "TUC"), "intake@demo.example"),
    Colleague("Gwendolyn", "Marsh", "Billing specialist", "", "biller", ("BOS", "TUC"), "biller@demo.example"),
    Colleague(
        "Constance",
        "Ferreira",
        "Clinical director",
        "LCSW",
        "clinical_director",
        ("BOS", "TUC"),
        "director@demo.example",
    ),
    Colleague("Everett", "Nakai", "Site administrator", "", "site_admin", ("BOS", "TUC"), "admin@demo.example"),
    Colleague("Dorothea", "Lindgren", "Counselor", "LADC", "counselor", ("BOS",)),
    Colleague("Julian", "Acheampong", "Therapist", "LMHC", "therapist", ("BOS",)),
    Colleague("Noemi", "Castellanos", "Counselor in training", "INTERN", "counselor", ("BOS",), "", "Ferreira"),
    Colleague("Wendell", "Prather", "Evening counselor", "LADC", "counselor", ("BOS",)),
    Colleague("Soledad", "Iturbe", "Evening therapist", "LCSW", "therapist", ("BOS",)),
    Colleague("Harriet", "Bose", "Weekend counselor", "LADC", "counselor", ("BOS",)),
    Colleague("Leopold", "Szabo", "Weekend therapist", "LMHC", "therapist", ("BOS",)),
    Colleague("Bernadette", "Yazzie", "Counselor", "LISAC", "counselor", ("TUC",)),
    Colleague("Cormac", "Delacroix", "Therapist", "LPC", "therapist", ("TUC",)),
)
