print("nightclose")
