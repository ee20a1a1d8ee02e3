"""The Excel add-in: ribbon, VBA, actions, and the port through which they see Excel. Only here is xlwings known."""
