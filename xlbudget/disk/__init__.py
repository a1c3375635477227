"""What is read from the disk and written to it: with bounds, whole or not at all, and nothing of others touched.

``input_file`` reads, ``output_files`` writes one file or a set, in a ``work_folder`` and whatever ``interrupts``;
``file_names`` and ``encoding`` say how; ``system`` and ``registry`` are what the operating system has to say.
"""
