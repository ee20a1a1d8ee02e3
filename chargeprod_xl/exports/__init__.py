"""What leaves a pack for another program: the rows of « Emplois » for the payroll firm."""
