using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Vitrine.Cli.Report;

/// <summary>Where a page goes, and what that can show. Always UTF-8, whatever the locale says.</summary>
/// <param name="Bytes">The stream.</param>
/// <param name="Width">Columns, or 0 where it is no terminal.</param>
/// <param name="IsPlain">Whether it takes plain text only: no terminal, or one without control sequences.</param>
/// <param name="IsColoured">Whether colours are wanted.</param>
internal sealed partial record OutputStream(Stream Bytes, int Width, bool IsPlain, bool IsColoured)
{
    private const int StandardOutput = 1;
    private const int StandardError = 2;
    private const nuint TIOCGWINSZ = 0x5413;
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Whether a person's terminal reads it, and so acts on control sequences.</summary>
    public bool IsTerminal => Width > 0;

    /// <summary>Standard output, for data.</summary>
    public static OutputStream Data() => Of(new BufferedStream(Console.OpenStandardOutput(), 1 << 16), StandardOutput);

    /// <summary>Standard error, for everything else.</summary>
    public static OutputStream Messages() => Of(Console.OpenStandardError(), StandardError);

    /// <summary>A writer of text; the caller disposes it, which leaves the stream open.</summary>
    public StreamWriter OpenText() => new(Bytes, Utf8, bufferSize: 16_384, leaveOpen: true);

    /// <summary>Writes a page in the best form that the stream can show.</summary>
    public void Write(Page page)
    {
        using StreamWriter writer = OpenText();
        if (IsPlain)
            PlainPage.Write(writer, page);
        else
            WriteToTerminal(writer, page);
    }

    /// <summary>Tells a person what went wrong and what to do.</summary>
    public void Complain(string what, string hint) =>
        Write(new Page([new Block(null, [["vitrine: " + what], [new Cell([new Piece("hint: ", Tone.Faint), hint])]])], IsSpaced: false));

    /// <summary>Says something that is no complaint.</summary>
    public void Note(string what) => Write(new Page([new Block(null, [["vitrine: " + what]])], IsSpaced: false));

    // Not inlined: only when this method is compiled is Spectre.Console loaded.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void WriteToTerminal(StreamWriter writer, Page page) => TerminalPage.Write(writer, page, Width, IsColoured);

    private static OutputStream Of(Stream bytes, int descriptor)
    {
        int width = WidthOf(descriptor);
        // https://no-color.org: any value that is not empty counts.
        bool isColoured = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        bool isDumb = Environment.GetEnvironmentVariable("TERM") is null or "" or "dumb";
        return new OutputStream(bytes, width, width == 0 || isDumb, isColoured);
    }

    private static int WidthOf(int descriptor)
    {
        var size = default(WindowSize);
        // ENOTTY: no terminal. One that does not know its size says 0; below 40 columns nothing would be left beside the labels.
        if (Ioctl(descriptor, TIOCGWINSZ, ref size) != 0)
            return 0;
        return size.Columns > 0 ? Math.Max((int)size.Columns, 40) : 80;
    }

    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static partial int Ioctl(int descriptor, nuint request, ref WindowSize size);

    // struct winsize of ioctl_tty(2).
    [StructLayout(LayoutKind.Sequential)]
    private struct WindowSize
    {
        public ushort Rows;
        public ushort Columns;
        public ushort PixelsAcross;
        public ushort PixelsDown;
    }
}
