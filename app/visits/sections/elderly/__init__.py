"""老年人健康体检: the yearly check from 65 on, with the self-care scale."""
