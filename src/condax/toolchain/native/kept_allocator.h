// What the handle of a container's node keeps an allocator in, or none: as `optional<_Alloc>` in
// memory and in what the handle does with it, without the rest of `<optional>`.
#ifndef _CONDAX_KEPT_ALLOCATOR_H
#define _CONDAX_KEPT_ALLOCATOR_H

#include <__config>
#include <__memory/addressof.h>
#include <__new/placement_new_delete.h>
#include <__utility/forward.h>
#include <__utility/move.h>

#pragma GCC system_header

#if _LIBCPP_STD_VER >= 17

_LIBCPP_BEGIN_NAMESPACE_STD

struct __no_allocator {};

template <class _Alloc>
class __kept_allocator {
  union {
    char __nothing_;
    _Alloc __value_;
  };
  bool __kept_ = false;

public:
  _LIBCPP_HIDE_FROM_ABI __kept_allocator() noexcept : __nothing_() {}
  _LIBCPP_HIDE_FROM_ABI explicit __kept_allocator(const _Alloc& __value) : __nothing_() { __keep(__value); }
  _LIBCPP_HIDE_FROM_ABI __kept_allocator(__kept_allocator&& __other) noexcept : __nothing_() {
    if (__other.__kept_)
      __keep(std::move(__other.__value_));
  }
  _LIBCPP_HIDE_FROM_ABI ~__kept_allocator() { __drop(); }

  _LIBCPP_HIDE_FROM_ABI __kept_allocator& operator=(__no_allocator) noexcept {
    __drop();
    return *this;
  }
  _LIBCPP_HIDE_FROM_ABI __kept_allocator& operator=(__kept_allocator&& __other) noexcept {
    if (this != &__other) {
      __drop();
      if (__other.__kept_)
        __keep(std::move(__other.__value_));
    }
    return *this;
  }

  _LIBCPP_HIDE_FROM_ABI const _Alloc& operator*() const noexcept { return __value_; }
  _LIBCPP_HIDE_FROM_ABI bool operator==(__no_allocator) const noexcept { return !__kept_; }
  _LIBCPP_HIDE_FROM_ABI bool operator==(const __kept_allocator& __other) const noexcept {
    return __kept_ == __other.__kept_ && (!__kept_ || __value_ == __other.__value_);
  }

private:
  template <class _From>
  _LIBCPP_HIDE_FROM_ABI void __keep(_From&& __from) {
    ::new (static_cast<void*>(std::addressof(__value_))) _Alloc(std::forward<_From>(__from));
    __kept_ = true;
  }
  _LIBCPP_HIDE_FROM_ABI void __drop() noexcept {
    if (__kept_)
      __value_.~_Alloc();
    __kept_ = false;
  }
};

_LIBCPP_END_NAMESPACE_STD

#endif

#endif
