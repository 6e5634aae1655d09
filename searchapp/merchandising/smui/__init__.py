"""Rules of SMUI, the management UI of querqy: its files of “Common Rules” read and written.

notebook =>
    SYNONYM: laptop
    UP(100): * brand:Velo
    DOWN(10): * price:[* TO 100]
    FILTER: * -id:B7
    DELETE: cheap
    DECORATE: REDIRECT /notebooks/
    @{
      "_id": "ab12", "priority": 10
    }@
"""
