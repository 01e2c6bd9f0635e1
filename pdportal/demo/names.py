"""Invented names for the demo district."""

SCHOOLS = [
    ("Cedar Elementary", "elementary"),
    ("Birch Lane Elementary", "elementary"),
    ("Fern Hollow Elementary", "elementary"),
    ("Lakeview Elementary", "elementary"),
    ("Maple Street Elementary", "elementary"),
    ("Orchard Park Elementary", "elementary"),
    ("Harbor Middle School", "middle"),
    ("Ridgeline Middle School", "middle"),
    ("Stonebridge Middle School", "middle"),
    ("Harlan Creek High School", "high"),
    ("Maple Valley High School", "high"),
    ("Northgate High School", "high"),
]
OFFICE = ("District Office", "district")

FIRST = (
    "Ada Alma Amara Ana Anders Andre Anita Arjun Asha Aurora Ben Bianca Bo Bruno Carmen Cecil Celia Chen Clara Colin "
    "Dalia Dana Daniel Darius Delia Desmond Diego Edith Elena Eli Elsa Emeka Emil Esther Eva Farah Felix Fiona Flora "
    "Gabriel Gita Grace Hana Harriet Hector Helen Hugo Ida Ines Iris Isaac Ivan Jade Jamal Jasmine Joel Jonah Joy Juan "
    "Judith Karim Karin Keiko Kofi Lara Laura Leah Leo Lewis Lila Lin Lucia Luis Mabel Maeve Malik Marco Maria Marta "
    "Maya Mei Micah Miguel Mila Mira Nadia Naomi Nathan Nell Nico Nina Noah Nuala Olga Omar Oscar Paula Petra Priya "
    "Quinn Rafael Rania Rene Rita Robin Rosa Rubén Ruth Sam Samira Sofia Soren Talia Tariq Tessa Theo Tomas Uma Vera "
    "Victor Wanda Wei Wes Yara Yolanda Yusuf Zoe"
).split()
LAST = (
    "Abbott Acosta Adeyemi Alvarez Andersen Bailey Baker Banerjee Barnes Bell Berg Boateng Bowen Brandt Brooks Bui "
    "Byrne "
    "Calloway Campos Carter Castillo Chavez Cho Clarke Cohen Coleman Cruz Dalton Das Davies Delgado Diaz Dixon Dunn "
    "Ellis Espinoza Evans Farrell Fischer Flores Ford Foster Frost Garcia Gibbs Gomez Grant Gray Greene Gupta Haddad "
    "Hale Hansen Harper Hayes Herrera Hill Hoang Holt Huang Hughes Ibarra Ito Jacobs James Jensen Johansson Jones Kaur "
    "Keller Khan Kim Klein Knox Kowalski Lam Lane Larsen Lee Levine Lopez Lowe Lund Marsh Martinez Mbeki Medina Mehta "
    "Mendez Meyer Mills Moore Morales Moreno Murphy Nakamura Navarro Nguyen Novak Nunez Obi Okafor Olsen Ortega Ortiz "
    "Park Patel Pena Perez Peters Pham Pierce Price Quintero Ramos Reed Reyes Rhodes Rivera Rojas Romero Rossi Ruiz "
    "Salazar Santos Sato Schmidt Shah Silva Singh Soto Stone Suarez Tanaka Torres Tran Vance Vargas Vega Walsh Ward "
    "Webb West Wolf Wong Wright Yang Young Zamora"
).split()
