import pytest
from tests.cast import found_district

@pytest.mark.django_db
def test_it():
    c = found_district()
    print(c.cells, c.clerk)
