"""离线: the day on a tablet without a network: the pack it takes along, and the receiving end of its queue.

It lies above the rooms whose pages it takes along; what comes back is judged by those very pages.
"""
