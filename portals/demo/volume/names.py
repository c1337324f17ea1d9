"""Names for invented people: any likeness comes from the lists being short.

Words in a row, to be split: a line a name would be pages.
"""

GIVEN = """
    Ada Ailsa Amir Anwen Asha Barnaby Beatrix Bola Callum Cerys Cosima Dalia Darius Edith Efua
    Elspeth Farid Fern Fraser Gita Gwilym Hester Idris Imogen Ines Isla Jago Kezia Kwame Laszlo
    Leila Lorcan Mabli Magnus Marisol Mei Nadia Niamh Odette Osric Padma Quentin Rafi Rhian
    Rosalind Saskia Senan Tamsin Tariq Thora Umar Verity Wilf Xanthe Yusra Zelda
"""
FAMILY = """
    Abernant Ashgrove Bellweather Birchall Brackenbury Calloway Cinderford Colewright Dacreholm
    Dunmore Eastlake Elmhirst Fairbrass Fenwater Gillbeck Greenhalgh Hartsop Hazelrigg Ibbotsen
    Inglethorpe Jarrowby Kestleman Kilnhurst Larkfield Lindholme Marrick Merrifold Nettlebed
    Northcliffe Oakeshott Ottershaw Pennyfield Pinkerley Quarndon Ravenshaw Redmayne Saltmarsh
    Stonegrave Tarnbrook Thistlewood Underhay Vancelock Wetherden Whinfell Yarrowby Youlgrave
"""
SECOND = "Ash Beck Cole Dene Firth Glen Holt Kerr Lowe Moss Nash Pike Reid Shaw Thorn"
