// What the page itself says, in Indonesian and English. The stage brings its own texts.
import { recall, remember } from "./store.js";

const WORDS = {
  today: ["Hari ini", "Today"],
  yesterday: ["Kemarin", "Yesterday"],
  loading: ["Memuat…", "Loading…"],
  title: ["Telegram tiruan", "A local Telegram"],
  add_person: ["Tambah orang", "Add a person"],
  tools: ["Gangguan & tugas", "Faults & errands"],
  theme_dark: ["Tampilan gelap", "Dark view"],
  theme_light: ["Tampilan terang", "Light view"],
  other_language: ["English", "Bahasa Indonesia"],
  switcher: ["Pilih telepon", "Choose a phone"],
  phone_of: ["Telepon {name}", "{name}'s phone"],
  lost: ["Sambungan ke sandbox terputus. Mencoba lagi…", "The connection to the sandbox broke. Trying again…"],
  skip: ["Langsung ke telepon", "Skip to the phones"],

  guide: ["Coba ini", "Try this"],
  guide_steps: ["{done} dari {all} langkah selesai", "{done} of {all} steps done"],
  guide_done: ["Selesai. Coba sesuka hati.", "Done. Try whatever you like."],
  guide_open: ["Lihat semua langkah", "Show all steps"],
  guide_close: ["Tutup langkah", "Hide the steps"],
  guide_go: ["Ke telepon {name}", "To {name}'s phone"],
  step_done: ["selesai", "done"],
  step_now: ["sekarang", "now"],

  grow: ["Layar penuh", "Full screen"],
  shrink: ["Kembali ke semua telepon", "Back to all phones"],
  chats: ["Percakapan", "Chats"],
  to_chats: ["Ke daftar percakapan", "To the list of chats"],
  more: ["Menu", "Menu"],
  no_messages: ["Belum ada pesan di sini.", "No messages here yet."],
  bot: ["bot", "bot"],
  members: ["{count} anggota", "{count} members"],
  typing: ["mengetik…", "typing…"],
  sending_photo: ["mengirim foto…", "sending a photo…"],
  sending_file: ["mengirim berkas…", "sending a file…"],
  what_can: ["Apa yang dapat dilakukan bot ini?", "What can this bot do?"],
  start: ["Mulai", "Start"],
  unblock: ["Buka blokir", "Unblock"],
  block: ["Blokir bot", "Block the bot"],
  join: ["Gabung ke grup", "Join the group"],
  leave: ["Keluar dari grup", "Leave the group"],
  open_link: ["Buka tautan bot…", "Open a bot's link…"],
  messages: ["Pesan", "Messages"],
  older: ["Pesan sebelumnya", "Earlier messages"],
  to_newest: ["Ke pesan terbaru", "To the newest message"],

  write: ["Tulis pesan", "Write a message"],
  send: ["Kirim", "Send"],
  attach: ["Lampirkan", "Attach"],
  commands: ["Perintah bot", "The bot's commands"],
  show_keys: ["Tampilkan tombol balasan", "Show the reply keys"],
  hide_keys: ["Sembunyikan tombol balasan", "Hide the reply keys"],
  reply_keys: ["Tombol balasan", "Reply keys"],
  reply: ["Balas", "Reply"],
  edit: ["Ubah", "Edit"],
  remove: ["Hapus", "Delete"],
  copy: ["Salin teks", "Copy the text"],
  copied: ["Tersalin.", "Copied."],
  replying: ["Membalas {name}", "Replying to {name}"],
  editing: ["Mengubah pesan", "Editing a message"],
  cancel: ["Batal", "Cancel"],
  message_menu: ["Tindakan pada pesan", "Message actions"],
  edited: ["diubah", "edited"],
  is_sent: ["terkirim", "sent"],
  is_read: ["diterima bot", "fetched by the bot"],
  you: ["Anda", "You"],

  attach_photo: ["Foto atau video", "Photo or video"],
  attach_sample: ["Foto contoh", "Sample photo"],
  attach_two: ["Dua foto contoh", "Two sample photos"],
  attach_file: ["Berkas", "File"],
  attach_place: ["Lokasi", "Location"],
  attach_contact: ["Nomor saya", "My number"],
  caption: ["Keterangan (boleh kosong)", "Caption (may be empty)"],
  send_count: ["Kirim {count} berkas", "Send {count} files"],
  choose_place: ["Kirim lokasi", "Send a location"],
  latitude: ["Lintang", "Latitude"],
  longitude: ["Bujur", "Longitude"],
  place: ["Tempat", "Place"],
  other_place: ["Titik lain", "Another point"],
  share_contact: ["Bagikan nomor telepon", "Share the phone number"],
  share_contact_text: ["Bot akan menerima nomor {phone}.", "The bot will get the number {phone}."],
  share: ["Bagikan", "Share"],
  too_many: ["Paling banyak 10 berkas sekaligus.", "At most 10 files at once."],

  photo: ["Foto", "Photo"],
  video: ["Video", "Video"],
  voice: ["Pesan suara", "Voice message"],
  audio: ["Audio", "Audio"],
  document: ["Berkas", "File"],
  animation: ["Animasi", "Animation"],
  video_note: ["Pesan video", "Video message"],
  sticker: ["Stiker", "Sticker"],
  location: ["Lokasi", "Location"],
  contact: ["Kontak", "Contact"],
  service: ["Pemberitahuan", "Notice"],
  see_photo: ["Lihat foto lebih besar", "See the photo larger"],
  save: ["Simpan {name}", "Save {name}"],
  open_map: ["Buka di peta", "Open on a map"],
  close: ["Tutup", "Close"],
  previous: ["Sebelumnya", "Previous"],
  next: ["Berikutnya", "Next"],
  ok: ["OK", "OK"],
  earlier_message: ["pesan sebelumnya", "an earlier message"],

  s_joined: ["{name} bergabung", "{name} joined"],
  s_left: ["{name} keluar", "{name} left"],
  s_pinned: ["{name} menyematkan pesan", "{name} pinned a message"],
  s_migrated: ["Grup ini menjadi supergrup", "This group became a supergroup"],
  s_topic: ["Topik dibuka: {name}", "Topic opened: {name}"],
  s_topic_closed: ["Topik ditutup", "Topic closed"],
  s_other: ["Grup diubah", "The group was changed"],

  link_title: ["Buka tautan", "Open a link"],
  link_text: ["Siapa yang membuka tautan ini?", "Who opens this link?"],
  link_field: ["Tautan", "Link"],
  link_bad: ["Tautan bot berbentuk https://t.me/NamaBot?start=…", "A bot's link looks like https://t.me/BotName?start=…"],
  link_someone_new: ["Orang baru…", "Somebody new…"],
  person_name: ["Nama", "Name"],
  add: ["Tambah", "Add"],
  new_person: ["Orang baru", "A new person"],
  new_person_text: ["Telepon baru tanpa hak apa pun, seperti telepon warga.", "A new phone without any rights, like a citizen's."],

  tools_text: ["Telegram tiruan ini dapat dibuat bermasalah seperti yang asli. Tidak ada laporan yang boleh hilang karenanya.", "This local Telegram can be made to fail like the real one. No report may be lost by it."],
  errands: ["Tugas", "Errands"],
  runs: ["Sedang berjalan…", "Running…"],
  went_wrong: ["Tidak berhasil", "It did not work"],
  faults: ["Gangguan", "Faults"],
  f_down: ["Telegram mati", "Telegram is down"],
  f_down_text: ["Semua panggilan bot dijawab 502 sampai dimatikan lagi.", "Every call of the bots is answered with 502 until switched off."],
  f_flood: ["Terlalu banyak kiriman (429)", "Too many requests (429)"],
  f_flood_text: ["Tiga kiriman berikut ditolak: tunggu 5 detik.", "The next three calls are refused: wait 5 seconds."],
  f_lost_answer: ["Jawaban hilang (502)", "Answer lost (502)"],
  f_lost_answer_text: ["Kiriman berikut sampai, tetapi jawabannya gagal.", "The next call takes effect, but its answer fails."],
  f_twice: ["Pesan datang dua kali", "An update comes twice"],
  f_twice_text: ["Pembaruan berikut disampaikan dua kali.", "The next update is delivered twice."],
  f_upgrade: ["Grup menjadi supergrup", "The group becomes a supergroup"],
  f_upgrade_text: ["{title} mendapat nomor baru.", "{title} gets a new number."],
  f_upgrade_none: ["Semua grup sudah supergrup.", "Every group is a supergroup already."],
  f_block: ["{person} memblokir {bot}", "{person} blocks {bot}"],
  f_heal: ["Pulihkan semua", "Heal everything"],
  f_waiting: ["Gangguan yang masih menunggu: {count}", "Faults still waiting: {count}"],
  do_it: ["Lakukan", "Do it"],
  done: ["Sudah.", "Done."],
  rules: ["Aturan Bot API", "Bot API rules"],
  rules_kept: ["Tidak ada pelanggaran sampai sekarang.", "No breach so far."],
  rules_broken: ["{count} pelanggaran:", "{count} breaches:"],
};

let spoken = recall("language", "id");

export function language() {
  return spoken;
}

export function speak(language) {
  spoken = language;
  remember("language", language);
  document.documentElement.lang = language;
}

// A word of the page. An unknown key is shown as it is, so that it is seen.
export function t(key, values = {}) {
  const pair = WORDS[key];
  const text = pair ? pair[spoken === "en" ? 1 : 0] : key;
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

// A text of the stage: an object of a language each, or the same in all.
export function pick(texts) {
  if (typeof texts === "string") return texts;
  return texts?.[spoken] ?? texts?.id ?? "";
}
