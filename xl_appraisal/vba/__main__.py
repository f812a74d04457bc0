"""``python -m xl_appraisal.vba``: write the generated VBA sources anew."""

from xl_appraisal.vba.sources import write_generated

if __name__ == "__main__":
    for path in write_generated():
        print(path.name)
