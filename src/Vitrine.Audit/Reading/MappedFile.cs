using System.Buffers;
using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace Vitrine.Audit.Reading;

/// <summary>A file in memory without a copy: pages come and go as the kernel likes, so a large one costs no memory of ours. At most 2 GiB are shown.</summary>
internal sealed unsafe class MappedFile : MemoryManager<byte>
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly int _length;
    private byte* _start;

    private MappedFile(MemoryMappedFile file, int length)
    {
        _file = file;
        _length = length;
        _view = file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
    }

    /// <summary>Maps an opened file; null for an empty one.</summary>
    public static MappedFile? Open(SafeFileHandle handle, long length) => length <= 0
        ? null
        : new MappedFile(MemoryMappedFile.CreateFromFile(handle, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true),
            (int)Math.Min(length, int.MaxValue - 64));

    public override Span<byte> GetSpan() => new(_start + _view.PointerOffset, _length);

    public override MemoryHandle Pin(int elementIndex = 0) => new(_start + _view.PointerOffset + elementIndex);

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
        if (!disposing || _start is null)
            return;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _start = null;
        _view.Dispose();
        _file.Dispose();
    }
}
